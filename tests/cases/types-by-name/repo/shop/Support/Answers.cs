namespace Shop.Support;

public partial class Answers : IAnswers
{
    private readonly ChatClient _chat;

    public Answers(string key) => _chat = new(Models.Answers, key);
}
