; HCL, the language of Terraform. Blocks become dictionaries below their names: `resource "type" "name" {...}` stands at
; resource.type.name; one without labels may come up again and is an element of a list. What is computed is its own text.
(body) @dict
(object) @dict
(tuple) @list
(attribute . (identifier) @pair.key (expression) @pair.value) @pair
(object_elem key: (_) @pair.key val: (_) @pair.value) @pair
(block . (identifier) @tables.key (body)? @tables.value) @tables
(block . (identifier) @table.key (string_lit)+ @table.key (body)? @table.value) @table
(string_lit) @string
(template_expr) @string
(numeric_lit) @number
(bool_lit) @boolean
(null_lit) @null
(expression (variable_expr)) @string
(expression (function_call)) @string
(expression (operation)) @string
(expression (conditional)) @string
(expression (for_expr)) @string
(expression (index)) @string
(expression (get_attr)) @string
(expression (splat)) @string
(tuple_start) @ignore
(tuple_end) @ignore
(object_start) @ignore
(object_end) @ignore
(block_start) @ignore
(block_end) @ignore
(comment) @comment
