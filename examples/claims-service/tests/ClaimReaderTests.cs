using ClaimsService;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Xunit;

public class ClaimReaderTests
{
    [Fact]
    public async Task What_does_not_fit_goes_to_a_person()
    {
        var chat = Substitute.For<IChatClient>();
        chat.CompleteAsync(default!, default, default).ReturnsForAnyArgs(new ChatCompletion(new ChatMessage(ChatRole.Assistant, "no JSON")));
        var reader = new ClaimReader(chat, NullLogger<ClaimReader>.Instance);
        Assert.True((await reader.ReadAsync(new ClaimText("1", "My bicycle was stolen."), default)).NeedsPerson);
    }
}
