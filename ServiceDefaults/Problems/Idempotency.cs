using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>Marks a route whose answer may not be kept for a repetition, because it shows what is sealed in the database.</summary>
public sealed class AnswerNotKept
{
    public static AnswerNotKept Instance { get; } = new();
}

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is carried out once: the same key and body get the first answer again, another body is
/// refused, and while the first is under way the second is told so. Kept 24 hours.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, ServiceDatabase database)
{
    public const string Header = "Idempotency-Key";

    private const int MaxKeyLength = 200;
    private const int MaxAnswer = 4 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.Headers.TryGetValue(Header, out var header)
            || context.User.Caller() is not { Scope: { } scope } caller || context.GetEndpoint()?.Metadata.GetMetadata<AnswerNotKept>() is not null)
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > MaxKeyLength || key.Contains('\0', StringComparison.Ordinal))
        {
            throw new FieldException(new FieldError(Header, "field.length", 1, MaxKeyLength));
        }

        context.Request.EnableBuffering();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted));
        context.Request.Body.Position = 0;
        var request = $"{context.Request.Path}{context.Request.QueryString} {hash}";

        if (!await ReserveAsync(caller, scope, key, request, context.RequestAborted)
            && !(context.GetEndpoint()?.Metadata.GetMetadata<CarriedOn>() is not null && await TakeOverAsync(caller, scope, key, request, context.RequestAborted)))
        {
            await RepeatAsync(context, caller, scope, key, request);
            return;
        }

        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch
        {
            // A request that was refused or failed has changed nothing; it may be sent again.
            await ForgetAsync(caller, scope, key);
            throw;
        }
        finally
        {
            context.Response.Body = body;
        }

        if (context.Response.StatusCode >= 400 || answer.Length > MaxAnswer)
        {
            await ForgetAsync(caller, scope, key);
        }
        else
        {
            await KeepAsync(context, caller, scope, key, answer.ToArray());
        }

        answer.Position = 0;
        await answer.CopyToAsync(body, context.RequestAborted);
    }

    private async Task<bool> ReserveAsync(Caller caller, LevelScope scope, string key, string request, CancellationToken cancel)
    {
        await using var batch = Batch(scope);
        batch.BatchCommands.Add(new("delete from idempotency_keys where caller = $1 and key = $2 and created_at < now() - interval '24 hours'")
        {
            Parameters = { new() { Value = caller.UserId }, new() { Value = key } },
        });
        var insert = new NpgsqlBatchCommand("""
            insert into idempotency_keys (level_code, caller, key, request, created_at) values ($1, $2, $3, $4, now()) on conflict do nothing
            """)
        {
            Parameters = { new() { Value = scope.First }, new() { Value = caller.UserId }, new() { Value = key }, new() { Value = request } },
        };
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(cancel);
        return insert.RecordsAffected == 1;
    }

    // Where what was done is marked piece by piece, a call that has not been answered for so long was broken off and can be carried on. Were it still under way,
    // the marks would keep either from doing what the other has done.
    private async Task<bool> TakeOverAsync(Caller caller, LevelScope scope, string key, string request, CancellationToken cancel)
    {
        await using var batch = Batch(scope);
        var take = new NpgsqlBatchCommand("""
            update idempotency_keys set created_at = now() where caller = $1 and key = $2 and request = $3 and status is null and created_at < now() - interval '1 minute'
            """)
        {
            Parameters = { new() { Value = caller.UserId }, new() { Value = key }, new() { Value = request } },
        };
        batch.BatchCommands.Add(take);
        await batch.ExecuteNonQueryAsync(cancel);
        return take.RecordsAffected == 1;
    }

    private async Task RepeatAsync(HttpContext context, Caller caller, LevelScope scope, string key, string request)
    {
        await using var batch = Batch(scope);
        batch.BatchCommands.Add(new("select request, status, content_type, location, answer from idempotency_keys where caller = $1 and key = $2")
        {
            Parameters = { new() { Value = caller.UserId }, new() { Value = key } },
        });
        await using var reader = await batch.ExecuteReaderAsync(context.RequestAborted);
        if (!await reader.ReadAsync(context.RequestAborted) || (reader.GetString(0) == request && reader.IsDBNull(1)))
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemWriter.WriteAsync(context, StatusCodes.Status409Conflict, "idempotency.in-progress");
        }
        else if (reader.GetString(0) != request)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "idempotency.other-body");
        }
        else
        {
            context.Response.StatusCode = reader.GetInt32(1);
            context.Response.ContentType = reader.IsDBNull(2) ? null : reader.GetString(2);
            context.Response.Headers.Location = reader.IsDBNull(3) ? default : reader.GetString(3);
            await context.Response.Body.WriteAsync(reader.GetFieldValue<byte[]>(4), context.RequestAborted);
        }
    }

    private async Task KeepAsync(HttpContext context, Caller caller, LevelScope scope, string key, byte[] answer)
    {
        await using var batch = Batch(scope);
        batch.BatchCommands.Add(new("update idempotency_keys set status = $3, content_type = $4, location = $5, answer = $6 where caller = $1 and key = $2")
        {
            Parameters =
            {
                new() { Value = caller.UserId }, new() { Value = key }, new() { Value = context.Response.StatusCode },
                new NpgsqlParameter<string?> { TypedValue = context.Response.ContentType },
                new NpgsqlParameter<string?> { TypedValue = context.Response.Headers.Location is { Count: > 0 } location ? location.ToString() : null },
                new() { Value = answer },
            },
        });
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task ForgetAsync(Caller caller, LevelScope scope, string key)
    {
        await using var batch = Batch(scope);
        batch.BatchCommands.Add(new("delete from idempotency_keys where caller = $1 and key = $2")
        {
            Parameters = { new() { Value = caller.UserId }, new() { Value = key } },
        });
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private NpgsqlBatch Batch(LevelScope scope)
    {
        var batch = database.App.CreateBatch();
        batch.BatchCommands.Add(new(ScopeInterceptor.Enter) { Parameters = { new NpgsqlParameter<string> { TypedValue = scope.Text } } });
        return batch;
    }
}
