# Which client a call is made on, and with which settings: factories, stores, classes, dictionaries, functions handed over.
. "$ROOT/tests/lib.sh"
marked */
