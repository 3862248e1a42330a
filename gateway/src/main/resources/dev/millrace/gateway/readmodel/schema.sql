-- The read model: everything in here follows from the topics, so it has no migrations; another version of it is built anew.
CREATE TABLE facts_of_origin (name VARCHAR(64) PRIMARY KEY, content VARCHAR(255) NOT NULL);

CREATE TABLE positions (topic VARCHAR(255) NOT NULL, part INT NOT NULL, next_record BIGINT NOT NULL, PRIMARY KEY (topic, part));

CREATE TABLE documents (
  collection VARCHAR(63) NOT NULL, document_id VARCHAR(512) NOT NULL, outcome VARCHAR(16) NOT NULL, code VARCHAR(64),
  view_json VARCHAR NOT NULL, PRIMARY KEY (collection, document_id));
CREATE INDEX documents_by_outcome ON documents (collection, outcome, document_id);

CREATE TABLE document_facts (
  topic VARCHAR(255) NOT NULL, part INT NOT NULL, record BIGINT NOT NULL, collection VARCHAR(63) NOT NULL,
  document_id VARCHAR(512) NOT NULL, type VARCHAR(64) NOT NULL, happened BIGINT NOT NULL, event_json VARCHAR NOT NULL,
  PRIMARY KEY (topic, part, record));
CREATE INDEX document_facts_by_document ON document_facts (collection, document_id);

CREATE TABLE dead_letters (
  topic VARCHAR(255) NOT NULL, record BIGINT NOT NULL, code VARCHAR(64) NOT NULL, stage VARCHAR(255), happened BIGINT NOT NULL,
  collection VARCHAR(63), document_id VARCHAR(512), PRIMARY KEY (topic, record));
CREATE INDEX dead_letters_by_document ON dead_letters (collection, document_id);

CREATE TABLE rejections (
  topic VARCHAR(255) NOT NULL, part INT NOT NULL, record BIGINT NOT NULL, code VARCHAR(64) NOT NULL, PRIMARY KEY (topic, part, record));

CREATE TABLE collections (name VARCHAR(63) PRIMARY KEY, version CHAR(64) NOT NULL, event_json VARCHAR NOT NULL);
CREATE TABLE collection_versions (
  name VARCHAR(63) NOT NULL, version CHAR(64) NOT NULL, event_json VARCHAR NOT NULL, PRIMARY KEY (name, version));

CREATE TABLE dataset_requests (
  request VARCHAR(128) NOT NULL, collection VARCHAR(63) NOT NULL, requested_json VARCHAR, version VARCHAR(64), failed_json VARCHAR,
  PRIMARY KEY (request, collection));
CREATE TABLE datasets (
  version VARCHAR(64) NOT NULL, collection VARCHAR(63) NOT NULL, happened BIGINT NOT NULL, event_json VARCHAR NOT NULL,
  PRIMARY KEY (version, collection));
CREATE TABLE dataset_documents (
  version VARCHAR(64) NOT NULL, collection VARCHAR(63) NOT NULL, document_id VARCHAR(512) NOT NULL, split VARCHAR(16) NOT NULL,
  examples INT NOT NULL, PRIMARY KEY (collection, document_id, version));

CREATE TABLE runs (
  run VARCHAR(128) PRIMARY KEY, collection VARCHAR(63) NOT NULL, generation INT NOT NULL, model_id VARCHAR(128), happened BIGINT NOT NULL,
  event_json VARCHAR NOT NULL);
CREATE INDEX runs_by_model ON runs (model_id);
CREATE TABLE run_requests (
  run VARCHAR(128) PRIMARY KEY, collection VARCHAR(63) NOT NULL, happened BIGINT NOT NULL, event_json VARCHAR NOT NULL);
CREATE TABLE metrics (
  run VARCHAR(128) NOT NULL, step INT NOT NULL, generation INT NOT NULL, event_json VARCHAR NOT NULL, PRIMARY KEY (run, step));
CREATE TABLE checkpoints (
  run VARCHAR(128) NOT NULL, step INT NOT NULL, generation INT NOT NULL, event_json VARCHAR NOT NULL, PRIMARY KEY (run, step));

CREATE TABLE evaluations (
  evaluation VARCHAR(128) PRIMARY KEY, model_id VARCHAR(128) NOT NULL, collection VARCHAR(63) NOT NULL, happened BIGINT NOT NULL,
  event_json VARCHAR NOT NULL);
CREATE TABLE promotions (
  collection VARCHAR(63) NOT NULL, alias VARCHAR(64) NOT NULL, model_id VARCHAR(128) NOT NULL, happened BIGINT NOT NULL,
  event_json VARCHAR NOT NULL, PRIMARY KEY (collection, alias, model_id));

CREATE TABLE access_keys (
  key_id VARCHAR(64) PRIMARY KEY, admin BOOLEAN NOT NULL, revoked BOOLEAN NOT NULL, event_json VARCHAR NOT NULL);
