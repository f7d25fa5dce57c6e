class SupportAnswer
  MODEL = "gpt-4o-2024-08-06"

  def initialize(question) = @question = question

  def call
    attempts ||= 0
    response.dig("choices", 0, "message", "content")
  end

  private

  def response
    @response ||= OPENAI.chat(parameters: { model: MODEL, messages: messages })
  end

  def messages
    [{ role: "system", content: "Answer briefly." }, { role: "user", content: @question }]
  end
end
