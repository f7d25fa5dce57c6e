# Databricks notebook source
# MAGIC %md
# MAGIC Rows that an answer must not be built on stop the job.

# COMMAND ----------
import pandera.pyspark as pa
from pyspark.sql.types import StringType


class Policies(pa.DataFrameModel):
    id: StringType = pa.Field(nullable=False)
    text: StringType = pa.Field(nullable=False, str_length={"min_value": 40, "max_value": 20000})
    language: StringType = pa.Field(isin=["de", "en"])


# COMMAND ----------
policies = spark.read.table("main.insurance.policies")
checked = Policies.validate(policies)
if checked.pandera.errors:
    raise ValueError(f"policies break their contract: {checked.pandera.errors}")
