/**
 * The API for administrators, {@code /admin/api}: JSON over HTTPS, one resource class for each kind of thing. A resource
 * reads the request, calls one service, and writes the answer; who may do what is decided by the service. Every refusal is a
 * problem document (RFC 9457). What there is says {@code openapi.json}.
 */
@NullMarked
package org.bailiwick.admin.web.api;

import org.jspecify.annotations.NullMarked;
