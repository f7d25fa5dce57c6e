OPENAI = OpenAI::Client.new(access_token: ENV.fetch("OPENAI_ACCESS_TOKEN"), request_timeout: 20)
