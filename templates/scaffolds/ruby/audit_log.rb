# debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
# A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
# each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
# "{{call}}" in "{{place}}"
{{/fill.sites}}
require "digest"
require "json"
require "time"

class AuditLog
  # `store` has last (a hash, nil without) and append(entry, hash), and never changes a row.
  def initialize(store)
    @store = store
  end

  def keep(user:, purpose:, model:, parameters:, prompt_version:, request:, answer:, sources:, actions:)
    entry = JSON.generate(at: Time.now.utc.iso8601(3), user: user, purpose: purpose, model: model, parameters: parameters,
                          prompt_version: prompt_version, request: request, answer: answer, sources: sources, actions: actions,
                          before: @store.last)
    hash = Digest::SHA256.hexdigest(entry)
    @store.append(entry, hash)
    hash
  end
end
