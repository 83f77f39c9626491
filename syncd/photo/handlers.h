/* Photos over HTTP. The context of the requests is a struct photos, NULL where none are taken. */
#ifndef VARTA_SYNCD_PHOTO_HANDLERS_H
#define VARTA_SYNCD_PHOTO_HANDLERS_H

struct http_request;

void handle_media_upload(struct http_request *req);
void handle_media_file(struct http_request *req);

#endif
