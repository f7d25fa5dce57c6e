namespace Shop.Support;

public interface IAnswers
{
    Task<string> Ask(string question);
}
