#!/bin/sh
# backup.sh DATA TARGET [DAYS]: writes the store and the keys of DATA into a folder of TARGET named by the moment, checks
# the copy against the store's own tally by restoring it, and removes what is older than DAYS (35).
# Exits 1, and leaves what is older alone, where anything fails.
set -eu
umask 077
data=$1
target=$2
days=${3:-35}
node=node_modules/.bin/node
folder="$target/$(date -u +%Y%m%dT%H%M%SZ)"

mkdir -p "$folder.part"
"$node" functions/store/backup.ts backup --sqlite "$data/store.sqlite" "$folder.part/store.jsonl"
# Without the keys a restored store would not know its own proofs and cursors.
for key in cursor-key.json proof-keys.json; do
  if [ -f "$data/$key" ]; then cp -p "$data/$key" "$folder.part/$key"; fi
done
"$node" functions/store/backup.ts restore --sqlite "$folder.part/drill.sqlite" "$folder.part/store.jsonl"
rm -f "$folder.part"/drill.sqlite*
mv "$folder.part" "$folder"
find "$target" -mindepth 1 -maxdepth 1 -type d -mtime "+$days" -exec rm -rf {} +
echo "$folder"
