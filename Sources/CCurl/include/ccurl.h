#ifndef HUBDROPS_CCURL_H
#define HUBDROPS_CCURL_H

#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo take a variable number of arguments, which Swift cannot call. One function per
// type of argument, and nothing else.

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer);
CURLcode ccurl_set_reader(CURL *handle, size_t (*read)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_writer(CURL *handle, size_t (*write)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_header_writer(CURL *handle, size_t (*write)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_tracer(CURL *handle, int (*trace)(CURL *, curl_infotype, char *, size_t, void *), void *context);

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);

// CURLOPT_MAIL_RCPT_ALLLOWFAILS up to 8.1, CURLOPT_MAIL_RCPT_ALLOWFAILS from 8.2 on.
extern const CURLoption ccurl_allow_refused_recipients;

#endif
