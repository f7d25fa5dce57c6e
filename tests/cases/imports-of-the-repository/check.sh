# What imports of the repository's own modules and packages name: manifests, aliases, barrels.
. "$ROOT/tests/lib.sh"
marked */
