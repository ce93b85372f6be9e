-- The tables of campaign.json, for PostgreSQL 12 or newer. The node "Create the Tables" runs the same statements.

CREATE TABLE IF NOT EXISTS devices (
  device_token text PRIMARY KEY,
  segments text[] NOT NULL DEFAULT '{}',
  -- Set it each time an app registers, not only the first time.
  registered_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS devices_by_segment ON devices USING gin (segments);

CREATE TABLE IF NOT EXISTS campaigns (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  title text NOT NULL,
  message text NOT NULL,
  -- NULL: as fast as possible.
  per_second integer,
  state text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'paused', 'cancelled', 'finished')),
  -- Why it was paused by itself.
  problem text,
  -- How many batches are sent at a time. Twice the number of workers keeps all of them busy.
  senders integer NOT NULL DEFAULT 4,
  batch_size integer NOT NULL DEFAULT 2000,
  -- A batch that has no results by then was lost with its worker, and is sent again.
  claim_timeout interval NOT NULL DEFAULT '5 minutes',
  -- How often one device is tried.
  max_attempts integer NOT NULL DEFAULT 5,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);

CREATE TABLE IF NOT EXISTS batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id bigint NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  sender integer NOT NULL,
  devices integer NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS one_batch_per_sender ON batches (campaign_id, sender) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS batches_by_end ON batches (campaign_id, ended_at);

CREATE TABLE IF NOT EXISTS deliveries (
  campaign_id bigint NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  device_token text NOT NULL,
  -- waiting, claimed, sent, unregistered, review (may have arrived) or failed
  state text NOT NULL DEFAULT 'waiting',
  attempts smallint NOT NULL DEFAULT 0,
  -- The batch that claimed it last.
  batch_id bigint,
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  error_code text,
  error_message text,
  PRIMARY KEY (campaign_id, device_token)
);
CREATE INDEX IF NOT EXISTS waiting_deliveries ON deliveries (campaign_id, not_before) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS claimed_deliveries ON deliveries (batch_id) WHERE state = 'claimed';
