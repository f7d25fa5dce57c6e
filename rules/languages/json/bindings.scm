; JSON, with comments.
(object) @dict
(array) @list
(pair key: (_) @pair.key value: (_) @pair.value) @pair
(string) @string
(number) @number
(true) @true
(false) @false
(null) @null
(comment) @comment
