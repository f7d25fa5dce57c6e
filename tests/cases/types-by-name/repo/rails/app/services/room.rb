# A client of the repository's own, below the package's name.
module OpenAI
  class Room
    def chat(parameters:) = parameters
  end
end

class Talk
  def say(text) = OpenAI::Room.new.chat(parameters: { text: text })
end
