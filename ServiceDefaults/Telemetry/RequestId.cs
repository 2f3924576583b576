using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>The number by which a request is found again (请求编号): that of its trace, in each answer, in problems, in the audit log and in every line of the logs.</summary>
public static class RequestId
{
    public const string Header = "X-Request-Id";

    public static string Of(HttpContext context) =>
        (context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current)?.TraceId.ToString() ?? context.TraceIdentifier;
}
