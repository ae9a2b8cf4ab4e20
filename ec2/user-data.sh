#!/bin/bash
# user-data.sh
#
# Makes a host of a fresh Debian 12 or Amazon Linux 2023: Java 25, Nginx with a certificate, Redis,
# PostgreSQL or its client, the units, the firewall, and the first release. Again, it changes only
# what differs, and releases the jar without a lost request. Run it as root, by hand from a clone or
# an unpacked kit (docs/ec2.md), or let EC2 run it as user data.
#
# Its settings are environment variables. Those named DOULA_…, SPRING_… and LOGGING_… are the
# program's, and go to /etc/doula/.env as they are.
set -euo pipefail

# The name people call; it must lead here already when the certificate comes from Let's Encrypt.
DOMAIN=${DOMAIN:-}
# Whom Let's Encrypt writes to when a certificate runs out; blank for nobody.
EMAIL=${EMAIL:-}
# Where nginx/ and systemd/ stand: a folder, or a .tar.gz that holds them, also s3://BUCKET/KEY.
KIT=${KIT:-}
# doula.jar: a path or s3://BUCKET/KEY; blank for the one in the kit or of the clone.
JAR=${JAR:-}
# local: PostgreSQL on this host. secret: the login is in Secrets Manager (DOULA_DB_SECRET), and the
# application key too (DOULA_APP_SECRET). given: SPRING_DATASOURCE_URL, _USERNAME, _PASSWORD.
DATABASE=${DATABASE:-${SPRING_DATASOURCE_URL:+given}}
DATABASE=${DATABASE:-secret}
# role: the program reads the secrets itself, by the role of this machine, and follows them when they
# change. file: they are read now and written to .env.
SECRETS=${SECRETS:-role}
# Blank: a Redis on this host. none: no Redis. Else its address: redis://… or rediss://…
REDIS_URL=${REDIS_URL:-}
# letsencrypt. own: your files are in /etc/letsencrypt/live/doula/. load-balancer: one before this
# host ends TLS and asks port 8080.
TLS=${TLS:-letsencrypt}
# no: the firewall is left as it is.
FIREWALL=${FIREWALL:-yes}
SSH_PORT=${SSH_PORT:-22}
# Amazon Linux has several: which PostgreSQL this host's, or its client, is.
POSTGRESQL=${POSTGRESQL:-17}
# 25 is installed where /usr/bin/java is older; 17 takes what is there from 17 on, and starts slower.
JAVA_AT_LEAST=${JAVA_AT_LEAST:-25}
LOG=${LOG:-/var/log/doula-setup.log}
# All, in this order, or some of them.
STAGES=${STAGES:-settle packages region jdk account kit database redis environment certificate units gate firewall release serve}

# Who owns a key says its fingerprint: https://adoptium.net/installation/linux
ADOPTIUM_KEY=3B04D753C9050D9A5D343F39843C48A565F8F04B

home=/opt/doula
env=/etc/doula/.env
live=/etc/letsencrypt/live/doula
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { echo "$(date -u +%FT%TZ) $*"; }
die() {
  say "WRONG: $*"
  exit 1
}

# ------------------------------------------------------------------------------ what it is told

settle() {
  [ "$(id -u)" = 0 ] || die "only root can set up a host: sudo $0"
  case $system in
    debian12 | amzn2023) ;;
    *) die "this is $system; Debian 12 and Amazon Linux 2023 are what it knows" ;;
  esac
  [[ $DOMAIN =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$ ]] ||
    die "DOMAIN must be the name people call, in small letters, such as doula.example.org"
  [[ $DATABASE =~ ^(local|secret|given)$ ]] || die "DATABASE must be local, secret or given"
  [[ $SECRETS =~ ^(role|file)$ ]] || die "SECRETS must be role or file"
  [[ $TLS =~ ^(letsencrypt|own|load-balancer)$ ]] ||
    die "TLS must be letsencrypt, own or load-balancer"
  [[ $FIREWALL =~ ^(yes|no)$ ]] || die "FIREWALL must be yes or no"
  [[ $SSH_PORT =~ ^[0-9]+$ ]] || die "SSH_PORT must be a number"
  [[ $REDIS_URL =~ ^(|none|rediss?://.+)$ ]] ||
    die "REDIS_URL must be redis://HOST:PORT, rediss://HOST:PORT, none or blank"
  if [ "$TLS" = own ] && { [ ! -s "$live/fullchain.pem" ] || [ ! -s "$live/privkey.pem" ]; }; then
    die "TLS=own: put fullchain.pem and privkey.pem into $live"
  fi
}

needs_aws() { [[ $DATABASE == secret || $KIT == s3://* || $JAR == s3://* ]]; }

region() {
  if needs_aws && [ -z "${AWS_REGION:-}" ]; then
    AWS_REGION=$(metadata placement/region) ||
      die "this is no EC2 instance; say AWS_REGION, and AWS_ACCESS_KEY_ID or the like"
    export AWS_REGION
  fi
}

# Of this EC2 instance, by IMDSv2 alone: what asks without a token gets no answer there.
metadata() {
  local at=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} token
  token=$(curl -fsS -m 3 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$at/latest/api/token") || return 1
  curl -fsS -m 3 -H @- "$at/latest/meta-data/$1" <<<"X-aws-ec2-metadata-token: $token"
}

# ------------------------------------------------------------------------------ what is installed

packages() {
  local -a wanted=(nginx jq openssl)
  [ "$TLS" != letsencrypt ] || [ "$system" = amzn2023 ] || wanted+=(certbot)
  if [ "$system" = debian12 ]; then
    wanted+=(ca-certificates curl gnupg postgresql-client)
    [ "$DATABASE" != local ] || wanted+=(postgresql)
    [ -n "$REDIS_URL" ] || wanted+=(redis-server)
    [ "$FIREWALL" = no ] || wanted+=(ufw)
    ! needs_aws || wanted+=(awscli)
    apt_get update
    apt_get install "${wanted[@]}"
  else
    wanted+=(tar gzip "postgresql$POSTGRESQL")
    [ "$DATABASE" != local ] || wanted+=("postgresql$POSTGRESQL-server")
    [ -n "$REDIS_URL" ] || wanted+=(redis6)
    [ "$FIREWALL" = no ] || wanted+=(nftables)
    ! needs_aws || wanted+=(awscli-2)
    dnf -q -y install "${wanted[@]}"
    [ "$TLS" != letsencrypt ] || certbot_for_amazon_linux
  fi
}

apt_get() {
  local verb=$1
  shift
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$verb" \
    --no-install-recommends "$@" </dev/null
}

# Amazon Linux has it among its supplementary packages since November 2025; before, from PyPI.
certbot_for_amazon_linux() {
  if command -v certbot >/dev/null; then return 0; fi
  if dnf -q -y install spal-release && dnf -q -y install certbot; then return 0; fi
  say "no package of certbot; taking it from PyPI"
  dnf -q -y install python3-pip
  python3 -m venv /opt/certbot
  /opt/certbot/bin/pip install --quiet certbot
  ln -sfn /opt/certbot/bin/certbot /usr/bin/certbot
}

java_version() { "$1" -version 2>&1 | sed -n 's/^[^ ]* version "\([0-9]*\).*/\1/p' | head -1; }

jdk() {
  if java_is_there; then return 0; fi
  if [ "$system" = debian12 ]; then
    temurin
  else
    dnf -q -y install java-25-amazon-corretto-headless
  fi
  java_is_there || die "no Java 25 could be installed"
}

java_is_there() {
  local one version
  for one in /usr/bin/java /usr/lib/jvm/*/bin/java; do
    if [ -x "$one" ] && version=$(java_version "$one") && [ "${version:-0}" -ge "$JAVA_AT_LEAST" ]; then
      say "Java $version is there"
      use_java "$one"
      return 0
    fi
  done
  return 1
}

# The units name /usr/bin/java.
use_java() {
  [ "$1" != /usr/bin/java ] || return 0
  update-alternatives --install /usr/bin/java java "$1" 2500
  update-alternatives --set java "$1"
}

temurin() {
  local key=/etc/apt/keyrings/adoptium.asc found
  install -d -m 755 /etc/apt/keyrings
  curl -fsS --retry 5 -o "$key.new" https://packages.adoptium.net/artifactory/api/gpg/key/public
  found=$(gpg --show-keys --with-colons "$key.new" | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -1)
  if [ "$found" != "$ADOPTIUM_KEY" ]; then
    rm -f "$key.new"
    die "the key of packages.adoptium.net is not the one that is known here"
  fi
  mv "$key.new" "$key"
  chmod 644 "$key"
  echo "deb [signed-by=$key] https://packages.adoptium.net/artifactory/deb bookworm main" \
    >/etc/apt/sources.list.d/adoptium.list
  apt_get update
  apt_get install temurin-25-jdk
}

account() {
  id doula >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir "$home" --no-create-home --shell /usr/sbin/nologin doula
  install -d -m 755 "$home" /var/www/doula /var/www/letsencrypt
  install -d -m 750 -o doula -g doula /etc/doula
}

# ------------------------------------------------------------------------------ jar and files

fetch() {
  case $1 in
    s3://*) aws s3 cp --only-show-errors "$1" "$2" ;;
    *) cp "$1" "$2" ;;
  esac
}

# They stay in /opt/doula/kit: releases run from there.
kit() {
  local new=$home/.kit from=${KIT:-$here/..} part
  rm -rf "$new"
  install -d -m 755 "$new"
  if [ -d "$from" ]; then
    for part in nginx systemd ec2; do
      [ ! -d "$from/$part" ] || cp -R "$from/$part" "$new/"
    done
    for part in doula.jar app/target/doula.jar; do
      [ -n "$JAR" ] || [ ! -f "$from/$part" ] || JAR=$from/$part
    done
  else
    fetch "$from" "$new/kit.tar.gz"
    tar -xzf "$new/kit.tar.gz" -C "$new" --no-same-owner
    rm "$new/kit.tar.gz"
    [ -n "$JAR" ] || JAR=$new/doula.jar
  fi
  if [ ! -x "$new/systemd/release" ] || [ ! -f "$new/nginx/conf.d/doula.conf" ]; then
    die "there are no nginx/ and systemd/ in $from; say KIT"
  fi
  [ -n "$JAR" ] || die "there is no doula.jar beside the files; say JAR"
  [ "$JAR" = "$new/doula.jar" ] || fetch "$JAR" "$new/doula.jar"
  chown -R root:root "$new"
  chmod -R go+rX,go-w "$new"
  rm -rf "$home/kit"
  mv -T "$new" "$home/kit"
}

# ------------------------------------------------------------------------------ settings, secrets

# Writes a line of .env in place of an older one, so that no other account ever sees it. By the
# shell's own commands only: arguments of programs can be seen by anybody.
setting() {
  local name=$1 value=$2 line new=$env.new
  [[ $value != *$'\n'* ]] || die "$name has more than one line"
  (
    umask 077
    touch "$env"
    if [[ $value != *\'* ]]; then
      value="$name='$value'"
    else
      value=${value//\\/\\\\}
      value="$name=\"${value//\"/\\\"}\""
    fi
    while IFS= read -r line || [ -n "$line" ]; do
      if [[ $line =~ ^(export[[:space:]]+)?"$name"[[:space:]]*= ]]; then
        line=$value
        value=
        [ -n "$line" ] || continue
      fi
      printf '%s\n' "$line"
    done <"$env" >"$new"
    [ -z "$value" ] || printf '%s\n' "$value" >>"$new"
    chown doula:doula "$new"
    mv -f "$new" "$env"
  )
}

# Only of what this script made up: 'VALUE' without quotes in it.
made_up() { [ ! -f "$env" ] || sed -n "s/^$1='\(.*\)'\$/\1/p" "$env" | tail -1; }
random() { openssl rand -hex "$1"; }

has() { [ -f "$env" ] && grep -qE "^(export +)?$1 *=" "$env"; }

# Neither rows nor statements get into its log: they are people's.
database() {
  [ "$DATABASE" = local ] || return 0
  if [ "$system" = amzn2023 ] && [ ! -f /var/lib/pgsql/data/PG_VERSION ]; then
    PGSETUP_INITDB_OPTIONS='--auth-local=peer --auth-host=scram-sha-256' postgresql-setup --initdb
  fi
  systemctl enable --now postgresql
  local password
  password=$(made_up SPRING_DATASOURCE_PASSWORD)
  [ -n "$password" ] || password=$(random 24)
  (cd / && runuser -u postgres -- psql -X -q -o /dev/null -v ON_ERROR_STOP=1) <<SQL
set log_min_error_statement = 'panic';
set log_statement = 'none';
alter system set log_error_verbosity = 'terse';
alter system set log_min_error_statement = 'panic';
select pg_reload_conf();
select 'create role doula login' where not exists (select from pg_roles where rolname = 'doula') \gexec
alter role doula password '$password';
select 'create database doula owner doula template template0 encoding ''UTF8'''
  where not exists (select from pg_database where datname = 'doula') \gexec
SQL
  setting SPRING_DATASOURCE_URL jdbc:postgresql://127.0.0.1:5432/doula
  setting SPRING_DATASOURCE_USERNAME doula
  setting SPRING_DATASOURCE_PASSWORD "$password"
}

redis() {
  case $REDIS_URL in
    none) setting DOULA_QUEUE none ;;
    '')
      if [ "$system" = debian12 ]; then
        systemctl enable --now redis-server
      else
        systemctl enable --now redis6
      fi
      setting REDIS_URL redis://127.0.0.1:6379
      ;;
    *) setting REDIS_URL "$REDIS_URL" ;;
  esac
}

environment() {
  local name
  for name in $(compgen -e | grep -E '^(DOULA|SPRING|LOGGING)_'); do
    case $name in
      DOULA_ENV_FILE | DOULA_ROLES | DOULA_SOCKET | DOULA_STAGE | DOULA_USER | DOULA_PATIENCE) ;;
      *) setting "$name" "${!name}" ;;
    esac
  done
  has DOULA_PUBLIC_URL || setting DOULA_PUBLIC_URL "https://$DOMAIN"
  [ -z "${AWS_REGION:-}" ] || setting AWS_REGION "$AWS_REGION"
  case $DATABASE in
    secret) from_secrets ;;
    given) has SPRING_DATASOURCE_URL || die "DATABASE=given: say SPRING_DATASOURCE_URL" ;;
  esac
  [ "$DATABASE" = secret ] || has DOULA_SECRET_KEY || setting DOULA_SECRET_KEY "$(random 32)"
}

from_secrets() {
  local database=${DOULA_DB_SECRET:-psql-rds-credentials} app=${DOULA_APP_SECRET:-doula-app-secret}
  if [ "$SECRETS" = role ]; then
    setting DOULA_DB_SECRET "$database"
    setting DOULA_APP_SECRET "$app"
    return 0
  fi
  local secret
  secret=$(secret "$database")
  part SPRING_DATASOURCE_URL "$database" \
    '"jdbc:postgresql://\(.host // error):\(.port // error)/\(.dbname // error | @uri)"'
  part SPRING_DATASOURCE_USERNAME "$database" '.username // error'
  part SPRING_DATASOURCE_PASSWORD "$database" '.password // error'
  if [ -z "${DOULA_SECRET_KEY:-}" ]; then
    secret=$(secret "$app")
    part DOULA_SECRET_KEY "$app" '.secretKey // error'
  fi
}

secret() {
  aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text ||
    die "secret $1 can't be read" >&2
}

# jq's errors would repeat what it read.
part() {
  local value
  value=$(jq -er "$3" 2>/dev/null <<<"$secret") ||
    die "secret $2 is not of the form that docs/secrets.md shows"
  setting "$1" "$value"
}

# ------------------------------------------------------------------------------ the certificate

certificate() {
  install -d -m 755 /var/www/letsencrypt
  case $TLS in
    own) return 0 ;;
    # Nginx wants one; the load balancer has the real one, and nobody reaches ports 80 and 443.
    load-balancer)
      [ ! -s "$live/privkey.pem" ] || return 0
      install -d -m 700 "$live"
      (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
        -subj "/CN=$DOMAIN" -addext "subjectAltName=DNS:$DOMAIN" \
        -keyout "$live/privkey.pem" -out "$live/fullchain.pem" 2>/dev/null)
      return 0
      ;;
  esac
  # The first one, or one for another name, comes while Nginx does not hold port 80.
  if ! openssl x509 -noout -checkhost "$DOMAIN" -in "$live/fullchain.pem" 2>/dev/null | grep -q 'does match'; then
    systemctl stop nginx
    local -a contact=(--register-unsafely-without-email)
    [ -z "$EMAIL" ] || contact=(--email "$EMAIL")
    certbot certonly --standalone --non-interactive --agree-tos "${contact[@]}" \
      --renew-with-new-domains --cert-name doula -d "$DOMAIN" || {
      systemctl start nginx || true
      die "no certificate for $DOMAIN: does the name lead here, and is port 80 open?"
    }
  fi
  renewal
}

# The next ones through Nginx, which then reads them.
renewal() {
  local how=/etc/letsencrypt/renewal/doula.conf hook=/etc/letsencrypt/renewal-hooks/deploy/doula
  if [ -f "$how" ]; then
    sed -i 's|^authenticator *= *standalone$|authenticator = webroot\nwebroot_path = /var/www/letsencrypt,|' "$how"
  fi
  install -d -m 755 "${hook%/*}"
  printf '%s\n' '#!/bin/sh' 'systemctl reload nginx' >"$hook"
  chmod 755 "$hook"
  if [ "$system" = debian12 ]; then
    systemctl enable --now certbot.timer
    return 0
  fi
  cat >/etc/systemd/system/doula-certificate.service <<'UNIT'
[Unit]
Description=Doula, renewal of the certificate
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/certbot --quiet renew
UNIT
  cat >/etc/systemd/system/doula-certificate.timer <<'UNIT'
[Unit]
Description=Doula, renewal of the certificate, looked after twice a day

[Timer]
OnCalendar=*-*-* 00,12:00:00
RandomizedDelaySec=12h
Persistent=true

[Install]
WantedBy=timers.target
UNIT
  systemctl daemon-reload
  systemctl enable --now doula-certificate.timer
}

# ------------------------------------------------------------------------------ files in their places

units() {
  local kit=$home/kit
  install -m 644 "$kit"/systemd/*.service "$kit"/systemd/*.target /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable doula.target
}

gate() {
  local kit=$home/kit user before
  before=$(gate_digest)
  install -d -m 755 /etc/nginx/conf.d /etc/nginx/doula
  install -m 644 "$kit"/nginx/conf.d/doula.conf /etc/nginx/conf.d/
  install -m 644 "$kit"/nginx/doula/*.conf /etc/nginx/doula/
  if [ "$TLS" = load-balancer ]; then
    install -m 644 "$kit"/nginx/options/load-balancer.conf /etc/nginx/conf.d/
    # longer than the load balancer does, else one is closed just when a request goes into it
    sed -i 's/^keepalive_timeout .*/keepalive_timeout 310s;/' /etc/nginx/doula/connection.conf
  else
    rm -f /etc/nginx/conf.d/load-balancer.conf
  fi
  sed -i "s/^server_name .*/server_name $DOMAIN;/" /etc/nginx/doula/name.conf
  rm -f /etc/nginx/sites-enabled/default
  sed -i 's/^\(\s*worker_connections\) .*;/\1 4096;/' /etc/nginx/nginx.conf
  grep -q '^worker_rlimit_nofile' /etc/nginx/nginx.conf ||
    sed -i '1i worker_rlimit_nofile 16384;' /etc/nginx/nginx.conf
  user=$(sed -n 's/^user \([a-z0-9_-]*\).*/\1/p' /etc/nginx/nginx.conf)
  if ! id -nG "$user" | tr ' ' '\n' | grep -qx doula; then
    usermod -aG doula "$user"
    before=
  fi
  [ "$before" = "$(gate_digest)" ] || gate_changed=yes
}

gate_digest() { find /etc/nginx -type f -exec sha256sum {} + | sort | sha256sum; }

firewall() {
  [ "$FIREWALL" = yes ] || return 0
  local port
  local -a ports=("$SSH_PORT" 80 443)
  [ "$TLS" != load-balancer ] || ports=("$SSH_PORT" 8080)
  if [ "$system" = debian12 ]; then
    for port in "${ports[@]}"; do ufw allow "$port/tcp"; done
    ufw --force enable
    return 0
  fi
  local rules=/etc/nftables/doula.nft all=/etc/sysconfig/nftables.conf
  install -d -m 755 /etc/nftables
  cat >"$rules" <<RULES
# Made by ec2/user-data.sh. In place of what stood here before, at once:
table inet doula
delete table inet doula
table inet doula {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iif "lo" accept
    meta l4proto { icmp, ipv6-icmp } accept
    udp dport { 68, 546 } accept
    tcp dport { $(IFS=,; echo "${ports[*]}") } accept
  }
}
RULES
  touch "$all"
  grep -qxF "include \"$rules\"" "$all" || echo "include \"$rules\"" >>"$all"
  systemctl enable nftables
  nft -f "$rules"
}

# ------------------------------------------------------------------------------ into service

# Unpacks jar and static files, migrates, starts everything, or replaces it without a lost request.
release() {
  "$home/kit/systemd/release" "$home/kit/doula.jar"
}

serve() {
  nginx -t -q
  systemctl enable nginx
  if [ -n "$gate_changed" ] || ! systemctl is-active nginx >/dev/null; then
    systemctl restart nginx
  fi
  local tries
  local -a ask=(--resolve "$DOMAIN:443:127.0.0.1" "https://$DOMAIN/health/")
  [ "$TLS" != load-balancer ] || ask=(http://127.0.0.1:8080/health/)
  # whose certificate it is, is not the question here
  for tries in 1 2 3 4 5 6; do
    if curl -fsSk -m 10 -o /dev/null "${ask[@]}"; then
      say "Doula is in service"
      has DOULA_ADMIN_PASSWORD || say "the first admin's password: sudo -u doula env DOULA_ENV_FILE=$env" \
        "java -jar $home/current/doula.jar user password admin"
      return 0
    fi
    [ "$tries" = 6 ] || sleep 5
  done
  die "/health/ does not answer through Nginx: journalctl -u doula-web@a, and /var/log/nginx"
}

all() {
  local stage
  gate_changed=
  for stage in $STAGES; do
    say "$stage"
    "$stage"
  done
}

# shellcheck source=/dev/null
system=$(. /etc/os-release && echo "$ID${VERSION_ID%%.*}")
(umask 077 && touch "$LOG")
chmod 600 "$LOG"
all 2>&1 | tee -a "$LOG"
