/*
 * records - what a file of records holds, field by field: JSON Lines, CSV, and lists of like
 * dictionaries in configuration files. How many records there are, how many differ, and for each
 * field (dotted for nested objects) in how many it is filled and how many different values it has.
 */
#ifndef DEBTSCAN_EXTRACT_RECORDS_H
#define DEBTSCAN_EXTRACT_RECORDS_H

#include "extract/builder.h"

/*
 * Fills records and fields from a configuration's tree, where it is a list of two or more
 * dictionaries with mostly the same keys, or a dictionary that holds one (of several the longest).
 */
void records_of_tree(struct facts_builder *b, uint32_t root);

#endif
