/*
 * version - of the program and of its JSON contract.
 */
#ifndef DEBTSCAN_REPORT_VERSION_H
#define DEBTSCAN_REPORT_VERSION_H

#define DEBTSCAN_VERSION "0.1.0"
#define REPORT_SCHEMA_VERSION 1

#endif
