# Databricks notebook source
import mlflow
from databricks import agents

# COMMAND ----------
mlflow.set_registry_uri("databricks-uc")
with mlflow.start_run():
    logged = mlflow.pyfunc.log_model(
        artifact_path="agent",
        python_model="agent.py",
        registered_model_name="main.insurance.policy_agent",
        pip_requirements=["mlflow==2.19.0", "databricks-sdk==0.40.0", "databricks-vectorsearch==0.42", "openai==1.58.1"],
    )

# COMMAND ----------
agents.deploy("main.insurance.policy_agent", logged.registered_model_version, scale_to_zero_enabled=True)
