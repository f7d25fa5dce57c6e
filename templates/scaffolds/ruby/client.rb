# debtscan:unfilled - set the deadline, use ModelCall.observed where a model is called, then remove this line.
# What surrounds every model call: a deadline, usage, errors and attribution in one place. Retries belong to the client.
{{#fill.sites}}
# "{{call}}" in "{{place}}"
{{/fill.sites}}
require "json"
require "logger"
require "timeout"

module ModelCall
  SECONDS = 20
  LOG = Logger.new($stderr)

  # Bounds one model call in time, says what it took and for whom, and logs its failure. The block gives the answer and its usage.
  def self.observed(purpose:, user: nil, session: nil)
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    fields = { event: "model call", purpose: purpose, user: user, session: session }
    answer, usage = Timeout.timeout(SECONDS) { yield }
    fields[:usage] = usage
    answer
  rescue StandardError => error
    fields[:error] = error.class.name
    raise
  ensure
    fields[:seconds] = (Process.clock_gettime(Process::CLOCK_MONOTONIC) - started).round(3)
    LOG.public_send(fields.key?(:error) ? :error : :info, JSON.generate(fields))
  end
end
