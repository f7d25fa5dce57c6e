# Where the output of a model goes: parsed, checked, in lists, through returns, attributes and callbacks.
. "$ROOT/tests/lib.sh"
marked */
