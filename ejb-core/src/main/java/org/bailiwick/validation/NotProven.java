package org.bailiwick.validation;

import org.bailiwick.acme.Problem;

/**
 * The attempt did not prove control of the identifier.
 *
 * <p>RFC 8555 §8.2 wants a server to try again when the answer may still be on its way (a cluster that is not in step, a
 * record that spreads), and to give up when it cannot get better by itself:
 *
 * <table>
 * <caption>What is worth another attempt</caption>
 * <tr><th>what happened</th><th>problem</th><th>transient</th></tr>
 * <tr><td>no DNS answer in time, SERVFAIL, REFUSED, an answer that does not fit the question</td><td>dns</td><td>yes</td></tr>
 * <tr><td>NXDOMAIN, no address (resolvers remember these too); CNAME loop, for dns-01 too</td><td>dns</td><td>no</td></tr>
 * <tr><td>connection refused, reset, timed out, closed early; the time limit</td><td>connection</td><td>yes</td></tr>
 * <tr><td>no address that we may contact: looks like a closed port</td><td>connection</td><td>yes</td></tr>
 * <tr><td>TLS failed, after a redirect or for tls-alpn-01; the server does not take acme-tls/1</td><td>tls</td><td>no</td></tr>
 * <tr><td>status 404, 408, 425, 429, 5xx</td><td>incorrectResponse</td><td>yes</td></tr>
 * <tr><td>another status; wrong or oversized content; not HTTP/1.1; a redirect that we do not follow</td><td>incorrectResponse</td><td>no</td></tr>
 * <tr><td>dns-01: NXDOMAIN, no TXT record (it spreads)</td><td>dns</td><td>yes</td></tr>
 * <tr><td>dns-01: TXT records, none of them right (an old one is remembered)</td><td>incorrectResponse</td><td>yes</td></tr>
 * <tr><td>tls-alpn-01: a certificate that is not the one for this challenge</td><td>unauthorized</td><td>no</td></tr>
 * <tr><td>a wildcard by http-01 or tls-alpn-01, an address by dns-01</td><td>malformed</td><td>no</td></tr>
 * </table>
 *
 * @param problem what the client is told
 * @param transientFailure whether another attempt, some seconds later, is worth it
 * @param trace what happened, step by step
 */
public record NotProven(Problem problem, boolean transientFailure, ValidationTrace trace) implements ValidationResult {}
