; TOML. Tables and dotted keys become nested dictionaries.
(document) @dict
(inline_table) @dict
(array) @list
(pair . (_) @pair.key (_) @pair.value) @pair
(table . (_) @table.key) @table
(table_array_element . (_) @tables.key) @tables
(dotted_key) @path
(bare_key) @string
(quoted_key) @string
(string) @string
(integer) @number
(float) @number
(boolean) @boolean
(offset_date_time) @string
(local_date_time) @string
(local_date) @string
(local_time) @string
(comment) @comment
