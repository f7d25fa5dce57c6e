# Languages in which no file is named: types are known by their names, in every file that their namespace is visible to.
. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"

# an attribute of the site in FILE
attribute() { # WANTED FILE NAME
    expect "$1" "(() => { const s = r.inventory.sites.find(s => s.file === '$2');
        const a = s ? s.attributes.$3 : {}; return [a.state, a.value, (a.file || '') + ':' + a.line].join(' ') })()"
}
# a class in two files, an injected contract, a constant of the program; none of a class of the same name
expect 'laravel/app/Services/Writer.php:18 rails/app/services/support_answer.rb:14 shop/Support/Answers.Ask.cs:9' \
    'r.inventory.sites.map(s => s.file + ":" + s.line).join(" ")'

attribute 'set gpt-4o-2024-08-06 shop/Models.cs:5' shop/Support/Answers.Ask.cs model
attribute 'set 300 shop/Support/Answers.Ask.cs:8' shop/Support/Answers.Ask.cs max_tokens
attribute 'set 0 shop/Support/Answers.Ask.cs:7' shop/Support/Answers.Ask.cs temperature
attribute 'set 20 rails/config/initializers/openai.rb:1' rails/app/services/support_answer.rb timeout
attribute 'set gpt-4o-2024-08-06 rails/app/services/support_answer.rb:2' rails/app/services/support_answer.rb model
expect set 'r.inventory.sites[1].attributes.system_message.state'
attribute 'set gpt-4o-mini laravel/app/Services/Settings.php:7' laravel/app/Services/Writer.php model
attribute 'set 400 laravel/app/Services/Writer.php:16' laravel/app/Services/Writer.php max_tokens
expect unknown 'r.inventory.sites[0].attributes.timeout.state'

# a controller that is handed an interface reaches the class that implements it; its class asks who calls
expect 'satisfied' 'r.controls.find(c => c.id === "INT-05").status'
