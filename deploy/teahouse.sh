#!/bin/sh
# The commands of Teahouse where there is no Node: in the image, and beside the unit of systemd. `teahouse backup /mnt/backups`
here="${TEAHOUSE_HOME:-/opt/teahouse}"
exec "$here/node_modules/bun/bin/bun.exe" --cwd="$here" "$here/dist/server/command.js" "$PWD" "$@"
