/* What links in mails lead to, and what sites and mail servers send. The context of their
 * requests is a struct mailer, NULL where no mails are sent. */
#ifndef VARTA_SYNCD_MAIL_HANDLERS_H
#define VARTA_SYNCD_MAIL_HANDLERS_H

struct http_request;

void handle_subscribe(struct http_request *req);
void handle_confirm_page(struct http_request *req);
void handle_confirm(struct http_request *req);
void handle_end_page(struct http_request *req);
void handle_end(struct http_request *req);
void handle_bounce(struct http_request *req);

#endif
