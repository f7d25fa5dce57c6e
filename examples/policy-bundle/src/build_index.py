# Databricks notebook source
from databricks.vector_search.client import VectorSearchClient

# COMMAND ----------
client = VectorSearchClient()
client.create_delta_sync_index_and_wait(
    endpoint_name="policies",
    index_name="main.insurance.policies_index",
    source_table_name="main.insurance.policies",
    primary_key="id",
    pipeline_type="TRIGGERED",
    embedding_source_column="text",
    embedding_model_endpoint_name="databricks-gte-large-en",
)
