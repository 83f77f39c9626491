/* The file of a photo that is on the page behind a link. */
#ifndef VARTA_SYNCD_PARTY_LINK_PHOTO_FILE_H
#define VARTA_SYNCD_PARTY_LINK_PHOTO_FILE_H

struct http_request;

/* Answers with the file of the photo that the request's key names, KEY.PHOTO: for who has the link,
 * and as long as it opens something. hash: of KEY, as the database takes it. */
void link_photo_file_serve(struct http_request *req, const char *hash);

#endif
