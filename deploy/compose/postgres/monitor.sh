# Run by the image at the first start only: who watches the server has the rights of a monitor.
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v password="$MONITOR_PASSWORD" <<'SQL'
create role partycloud_monitor login in role pg_monitor password :'password';
SQL
