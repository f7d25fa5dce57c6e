; YAML. A document, and the nodes that only carry a tag or an anchor, mean what they hold.
(block_mapping) @dict
(flow_mapping) @dict
(block_sequence) @list
(flow_sequence) @list
(block_mapping_pair key: (_)? @pair.key value: (_)? @pair.value) @pair
(flow_pair key: (_)? @pair.key value: (_)? @pair.value) @pair
(string_scalar) @string
(timestamp_scalar) @string
(double_quote_scalar) @string
(single_quote_scalar) @string
(block_scalar) @block
(integer_scalar) @number
(float_scalar) @number
(boolean_scalar) @boolean
(null_scalar) @null
(alias) @alias
(anchor) @ignore
(tag) @ignore
(yaml_directive) @ignore
(tag_directive) @ignore
(reserved_directive) @ignore
(comment) @comment
