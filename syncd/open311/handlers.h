/* What the routes of the standard lead to. Each answers the request, or lets it wait.
 *
 * In this room: Open311 GeoReport v2. discovery, services, requests and updates answer
 * GETs; georeport and comment read POSTs, request_filter and date the parameters of GETs;
 * peer_page, peer_item and xml_tree read what other servers answer. */
#ifndef VARTA_SYNCD_OPEN311_HANDLERS_H
#define VARTA_SYNCD_OPEN311_HANDLERS_H

struct http_request;

void handle_health(struct http_request *req);
void handle_health_live(struct http_request *req);
void handle_discovery(struct http_request *req);
void handle_services(struct http_request *req);
void handle_service(struct http_request *req);
void handle_requests(struct http_request *req);
void handle_request(struct http_request *req);
void handle_token(struct http_request *req);
void handle_updates(struct http_request *req);

#endif
