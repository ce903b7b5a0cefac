-- What a person says of a tenant, and how connecting is set up in this workspace.

ALTER TABLE tenants ADD COLUMN contact  TEXT;
-- An address, or a domain with an @ before it.
ALTER TABLE tenants ADD COLUMN expected TEXT;
-- A JSON list of words.
ALTER TABLE tenants ADD COLUMN tags     TEXT NOT NULL DEFAULT '[]';

-- The auth config that is suggested for a toolkit: of the workspace where no tenant
-- is named, else of that tenant.
CREATE TABLE auth_defaults (
    toolkit     TEXT NOT NULL,
    tenant      TEXT REFERENCES tenants (id) ON DELETE CASCADE,
    auth_config TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX auth_defaults_by_place ON auth_defaults (toolkit, COALESCE(tenant, ''));
