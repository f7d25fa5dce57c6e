; YAML. A document, and the nodes that only carry a tag or an anchor, mean what they hold.
(block_mapping) @dict
(flow_mapping) @dict
(block_sequence) @list
(flow_sequence) @list
(block_mapping_pair) @pair
(block_mapping_pair key: (_) @pair.key)
(block_mapping_pair value: (_) @pair.value)
(flow_pair) @pair
(flow_pair key: (_) @pair.key)
(flow_pair value: (_) @pair.value)
(string_scalar) @string
(timestamp_scalar) @string
(double_quote_scalar) @string
(single_quote_scalar) @string
(block_scalar) @string.block
(integer_scalar) @number
(float_scalar) @number
(boolean_scalar) @boolean
(null_scalar) @null
(alias) @alias
(anchor) @skip
(tag) @skip
(yaml_directive) @skip
(tag_directive) @skip
(reserved_directive) @skip
(comment) @comment
