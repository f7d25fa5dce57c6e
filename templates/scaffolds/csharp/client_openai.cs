// debtscan:unfilled - set the numbers, build the client here and nowhere else, then remove this line.
using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace ModelCalls;

/// <summary>The one client through which models are called: with a timeout, and with a bounded number of retries.</summary>
public static class ModelClients
{
    public static OpenAIClient OpenAi(string key)
    {
        var options = new OpenAIClientOptions { NetworkTimeout = TimeSpan.FromSeconds(20), RetryPolicy = new ClientRetryPolicy(maxRetries: 2) };
        return new OpenAIClient(new ApiKeyCredential(key), options);
    }
}
