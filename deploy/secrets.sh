# The secrets of an installation, as AppHost's LocalSecrets makes them: strong, each made once, in one file that only its owner reads.
# Sourced by compose/secrets, kubernetes/secrets and systemd/secrets.

# 32 letters and figures: they stand unquoted in every connection string, address and file.
secret_password() {
  local text
  text=$(openssl rand -base64 120 | tr -dc 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789')
  printf '%s' "${text:0:32}"
}

secret_key() { openssl rand -base64 32; }

# Somebody types this one: four groups of four, with a small letter, a large one and a figure among them.
secret_typable() {
  local text
  while true; do
    text=$(secret_password)
    text=${text:0:4}-${text:4:4}-${text:8:4}-${text:12:4}
    case $text in *[a-z]*) case $text in *[A-Z]*) case $text in *[0-9]*) printf '%s' "$text"; return ;; esac ;; esac ;; esac
  done
}

# The parts, as AppHost's topology names them; the gateway is the last.
parts='organizations members assessment pairing gateway'

# Reads a file of NAME=value lines and adds to it what it lacks, whole or not at all.
#   make_secrets FILE
make_secrets() {
  local file=$1 part private
  command -v openssl >/dev/null || { echo 'openssl is missing.' >&2; exit 1; }
  umask 077
  mkdir -p "$(dirname "$file")"
  : >"$file.new"
  [ ! -f "$file" ] || cat "$file" >"$file.new"
  add() { grep -q "^$1=..*" "$file.new" || { sed -i "/^$1=/d" "$file.new"; printf '%s=%s\n' "$1" "$2" >>"$file.new"; }; }
  add POSTGRES_PASSWORD "$(secret_password)"
  add MONITOR_PASSWORD "$(secret_password)"
  add BROKER_PASSWORD "$(secret_password)"
  for part in $parts; do add "${part^^}_DATABASE_PASSWORD" "$(secret_password)"; done
  if ! grep -q '^TOKEN_PRIVATE_KEY=..*' "$file.new"; then
    sed -i '/^TOKEN_/d' "$file.new"
    private=$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w0)
    add TOKEN_PRIVATE_KEY "$private"
  fi
  add TOKEN_PUBLIC_KEY "$(sed -n 's/^TOKEN_PRIVATE_KEY=//p' "$file.new" | base64 -d | openssl pkey -inform DER -pubout -outform DER | base64 -w0)"
  add DATA_KEY_1 "$(secret_key)"
  add DATA_HASH_KEY "$(secret_key)"
  add APP_KEY_1 "$(secret_key)"
  add ADMIN_PASSWORD "$(secret_typable)"
  add GRAFANA_PASSWORD "$(secret_password)"
  mv "$file.new" "$file"
}

secret_of() { sed -n "s/^$2=//p" "$1"; }

# What a part is handed of them, as LocalSecrets.SettingsFor: what it needs and no more. NAME=value lines.
#   settings_for FILE PART
settings_for() {
  local file=$1 part=$2
  printf 'Database__Password=%s\n' "$(secret_of "$file" "${part^^}_DATABASE_PASSWORD")"
  printf 'Tokens__PublicKey=%s\n' "$(secret_of "$file" TOKEN_PUBLIC_KEY)"
  case $part in
    members)
      printf 'DataKeys__1=%s\n' "$(secret_of "$file" DATA_KEY_1)"
      printf 'DataKeys__Hash=%s\n' "$(secret_of "$file" DATA_HASH_KEY)"
      ;;
    gateway)
      printf 'Tokens__PrivateKey=%s\n' "$(secret_of "$file" TOKEN_PRIVATE_KEY)"
      printf 'AppKeys__1=%s\n' "$(secret_of "$file" APP_KEY_1)"
      printf 'PARTYCLOUD_ADMIN_PASSWORD=%s\n' "$(secret_of "$file" ADMIN_PASSWORD)"
      ;;
  esac
}
