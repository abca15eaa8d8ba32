/*
 * base: what every room stands on: errors, request memory, text, JSON, time, hashes, files, the
 * log.
 *
 * Nothing here knows what a filing is. Nothing here keeps state between calls except the log's
 * level and the storage calls, both set once at start. Everything that can fail returns enum err
 * and puts its words into the caller's fault.
 *
 * The room has a file for each kind of thing.
 */
#ifndef BASE_H
#define BASE_H

#include "base/address.h"
#include "base/apart.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/fence.h"
#include "base/files.h"
#include "base/jail.h"
#include "base/json.h"
#include "base/log.h"
#include "base/opened.h"
#include "base/media.h"
#include "base/process.h"
#include "base/samples.h"
#include "base/seal.h"
#include "base/sealed.h"
#include "base/secret.h"
#include "base/sign.h"
#include "base/text.h"
#include "base/time.h"
#include "base/totp.h"

#endif
