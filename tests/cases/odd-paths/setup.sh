# Names and links that want to lead astray.
ln -s . loop
ln -s /etc/passwd outside.py
ln -s missing dangling.py
mkdir "$(printf 'esc\033[31m')"
cp app.py "$(printf 'esc\033[31m')/app.py"
cp app.py "$(printf 'latin-\xe9.py')"
cp app.py "$(printf 'new\nline.py')"
cp app.py '<script>alert(1)</script>.py' 2>/dev/null || { mkdir -p '<script>alert(1)<'; cp app.py '<script>alert(1)</script>.py'; }
mkfifo pipe.py
