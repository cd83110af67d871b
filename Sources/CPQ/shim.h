#pragma once
#include <libpq-fe.h>

// Swift does not see macros that contain casts or characters.
static const int cpq_field_sqlstate = PG_DIAG_SQLSTATE;
static const int cpq_field_message = PG_DIAG_MESSAGE_PRIMARY;
static const int cpq_field_detail = PG_DIAG_MESSAGE_DETAIL;
