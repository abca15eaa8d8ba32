/* nouns: of each there is a file here that ends with its rows of the route table. A new one is a
 * word in this list. */
#ifndef HANDLE_NOUNS_H
#define HANDLE_NOUNS_H

#define ROUTE_NOUNS(X)                                                                             \
    X(bulk)                                                                                        \
    X(cancellation)                                                                                \
    X(register)                                                                                    \
    X(figures)                                                                                     \
    X(pages)                                                                                       \
    X(meta)                                                                                        \
    X(health)                                                                                      \
    X(form)                                                                                        \
    X(calendar)                                                                                    \
    X(questionnaire)                                                                               \
    X(questionnaire_page)                                                                          \
    X(account)                                                                                     \
    X(session)                                                                                     \
    X(member)                                                                                      \
    X(mandate)                                                                                     \
    X(token)                                                                                       \
    X(factor)                                                                                      \
    X(reset)                                                                                       \
    X(recovery)                                                                                    \
    X(home)                                                                                        \
    X(filing_line)                                                                                 \
    X(filing)                                                                                      \
    X(history)                                                                                     \
    X(deadline)                                                                                    \
    X(notice)                                                                                      \
    X(delivery)                                                                                    \
    X(version)                                                                                     \
    X(template)                                                                                    \
    X(letter)                                                                                      \
    X(compare)                                                                                     \
    X(judgement)                                                                                   \
    X(product)                                                                                     \
    X(product_kept)                                                                                \
    X(attachment)                                                                                  \
    X(matter)                                                                                      \
    X(complaint)                                                                                   \
    X(complaint_page)                                                                              \
    X(proposal)                                                                                    \
    X(takeover)                                                                                    \
    X(particulars)                                                                                 \
    X(review)                                                                                      \
    X(hands)                                                                                       \
    X(likeness)                                                                                    \
    X(rounds)                                                                                      \
    X(desk)                                                                                        \
    X(board)                                                                                       \
    X(rule_set)                                                                                    \
    X(rule_step)                                                                                   \
    X(rule_try)                                                                                    \
    X(rule_work)                                                                                   \
    X(replay)                                                                                      \
    X(audit)                                                                                       \
    X(filer)                                                                                       \
    X(organization)                                                                                \
    X(staff)

#endif
