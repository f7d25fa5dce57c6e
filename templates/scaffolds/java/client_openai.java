// debtscan:unfilled - set the numbers, build the client here and nowhere else, then remove this line.
{{#fill.package}}
package {{fill.package}};

{{/fill.package}}
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.time.Duration;

/** The one client through which models are called: with a timeout, and with a bounded number of retries. */
public final class ModelClients {
    private ModelClients() {}

    public static OpenAIClient openAi() {
        return OpenAIOkHttpClient.builder().fromEnv().timeout(Duration.ofSeconds(20)).maxRetries(2).build();
    }
}
