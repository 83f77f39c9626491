/* What the routes lead to. Each answers the exchange, or lets it wait. */
#ifndef VARTA_SYNCD_CALLS_H
#define VARTA_SYNCD_CALLS_H

#include "syncd/exchange.h"

void call_health(struct exchange *ex);
void call_discovery(struct exchange *ex);
void call_services(struct exchange *ex);
void call_service(struct exchange *ex);
void call_report(struct exchange *ex);
void call_comment(struct exchange *ex);
void call_requests(struct exchange *ex);
void call_request(struct exchange *ex);
void call_token(struct exchange *ex);
void call_updates(struct exchange *ex);
void call_subscribe(struct exchange *ex);
void call_confirm_page(struct exchange *ex);
void call_confirm(struct exchange *ex);
void call_end_page(struct exchange *ex);
void call_end(struct exchange *ex);
void call_bounce(struct exchange *ex);
void call_media_upload(struct exchange *ex);
void call_media_file(struct exchange *ex);

#endif
