"""The agent that is served: passages, then an answer."""
import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

mlflow.openai.autolog()

MODEL = "databricks-meta-llama-3-3-70b-instruct"
SYSTEM = "You answer questions about insurance policies from the passages you are given, and say so when they do not answer."


class PolicyAgent(ChatAgent):
    def __init__(self):
        self.client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        self.index = VectorSearchClient().get_index(endpoint_name="policies", index_name="main.insurance.policies_index")

    @mlflow.trace(span_type="RETRIEVER")
    def passages(self, question):
        hits = self.index.similarity_search(query_text=question, columns=["id", "text"], num_results=5)
        return "\n\n".join(f"[{row[0]}] {row[1]}" for row in hits["result"]["data_array"])

    def predict(self, messages, context=None, custom_inputs=None):
        question = messages[-1].content
        answer = self.client.chat.completions.create(
            model=MODEL,
            temperature=0,
            max_tokens=500,
            messages=[
                {"role": "system", "content": SYSTEM},
                {"role": "user", "content": f"Passages:\n{self.passages(question)}\n\nQuestion: {question}"},
            ],
        )
        text = answer.choices[0].message.content
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id=answer.id)])


mlflow.models.set_model(PolicyAgent())
