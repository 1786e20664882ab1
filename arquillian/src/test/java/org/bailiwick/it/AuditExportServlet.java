package org.bailiwick.it;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.bailiwick.audit.proof.AuditExport;

/** Runs within the server, in a WAR of the tests, and gives out what an auditor would export. */
@WebServlet("/export")
public class AuditExportServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @EJB(lookup = "java:global/bailiwick/ejb-core/AuditExport")
    private transient AuditExport export;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        export.write(
                Optional.ofNullable(request.getParameter("checkpoint")).map(Long::valueOf), response.getOutputStream());
    }
}
