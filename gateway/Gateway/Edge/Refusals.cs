using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Edge;

/// <summary>Enters in the audit log each request that a signed-in caller was refused, wherever behind the gateway it was refused.</summary>
internal sealed class Refusals(RequestDelegate next, SystemDb<GatewayDb> databases, ILogger<Refusals> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && context.User is SessionPrincipal { Post.Caller: var caller })
        {
            await using var db = databases.Create();
            db.Record(caller, "request.refused", "request", null, $"{context.Request.Method} {Shorten(context.Request.Path)}");
            try
            {
                await db.SaveChangesAsync();
            }
            catch (Exception exception) when (exception is Microsoft.EntityFrameworkCore.DbUpdateException or Npgsql.NpgsqlException)
            {
                // The answer has gone out; the refusal stands even if it could not be entered.
                log.LogError(exception, "A refusal of {UserName} could not be entered in the audit log", caller.UserName);
            }
        }
    }

    private static string Shorten(string path) => (path.Length > 500 ? path[..500] : path).Replace('\0', '?');
}
