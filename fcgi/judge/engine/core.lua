-- core: what the program can do by itself. Rules choose among these words and name things after
-- them; nothing that they say adds one.
local host = host
local core = {}

-- Forms without a life of their own: who registers, and what filings cover.
core.NOUNS = { 'account', 'product' }
core.NOUN_ACTION = 'initial' -- the one thing that is done with them

-- Who may bring each verb about. An event of the workflow has one of these.
core.FILER, core.REVIEWER, core.AUTHORITY = 'filer', 'reviewer', 'authority'
core.VERBS = host.verbs

-- What a move may bring about, and with which verbs. All else follows from the verb and from where
-- the states stand, and is no word of the rules.
core.EFFECTS = host.effects

-- In the filer's hands; before reviewers; approved and standing; at an end.
core.STANDINGS = host.standings

-- So much fits into one filing and one upload, whatever the rules allow.
core.MOST_TEXT = host.ceilings.text_length.most
core.MOST_ITEMS = host.ceilings.list_items.most
core.MOST_BYTES = 50 * 1048576 -- where no limit attachment_max_bytes says otherwise
core.MOST_UPLOAD = 60 * 1048576 -- what nginx/suanbei.conf lets through to /attachments
core.MOST_INTEGER = 9007199254740991 -- beyond it, programs count in steps of two

-- Kinds of forms: the nouns, then the kinds of filings as they were declared.
function core.kinds(registry)
  local out = {}
  for i, noun in host.ipairs(core.NOUNS) do out[i] = noun end
  for _, kind in host.ipairs(registry.flow.kind) do out[#out + 1] = kind.code end
  return out
end

function core.is_noun(kind)
  for _, noun in host.ipairs(core.NOUNS) do
    if noun == kind then return true end
  end
  return false
end

function core.names(set)
  local out = {}
  for name in host.pairs(set) do out[#out + 1] = name end
  return out
end

return core
