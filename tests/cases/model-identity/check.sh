# Where the name of a model and other settings come from: constants, environment, settings, options, configuration files.
. "$ROOT/tests/lib.sh"
marked */
