namespace Shop.Support;

public partial class Answers
{
    public async Task<string> Ask(string question)
    {
        var options = new ChatCompletionOptions { Temperature = 0 };
        options.MaxOutputTokenCount = 300;
        ChatCompletion answer = await _chat.CompleteChatAsync([new UserChatMessage(question)], options);
        return answer.Content[0].Text;
    }
}
