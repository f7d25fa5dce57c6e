# Clients that interfaces, type aliases and destructured parameters declare.
. "$ROOT/tests/lib.sh"
marked */
