using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Batches;

/// <summary>Marks the items of a body that are checked one by one, so that one at fault refuses itself alone.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CheckedOneByOneAttribute : Attribute;

/// <summary>Marks a route whose call, broken off, is carried on by the same call under the same key.</summary>
public sealed class CarriedOn
{
    public static CarriedOn Instance { get; } = new();
}

/// <summary>
/// Carries out the items of a batch one after the other, each as a call of its own would be: with its own unit of work, rules, refusals and entry in the audit log.
/// Under an <c>Idempotency-Key</c> each item is marked as done in the transaction in which it is done, so that none is done twice when the call breaks off and is repeated.
/// </summary>
public sealed class BatchWrites(IServiceProvider services)
{
    /// <param name="carryOut">The use case, with the services of the item's own scope.</param>
    /// <param name="find">The object as it is now, for an item that was done before; null when it is out of reach by now.</param>
    public async Task<BatchResponse<T>> RunAsync<TDb, TItem, T>(
        HttpContext http, IReadOnlyList<TItem> items, Func<IServiceProvider, HttpContext, TItem, Task<INestedHttpResult>> carryOut, Func<TDb, Guid, Task<T?>> find)
        where TDb : ServiceDb
        where TItem : class
        where T : class
    {
        Field.Require(items.Count > 0, "items", "field.required");
        Field.Require(items.Count <= Limit.MaxTogether, "items", "field.too-many", Limit.MaxTogether);
        var caller = http.User.Caller()!;
        var key = http.Request.Headers[Idempotency.Header].ToString();
        var results = new List<BatchItem<T>>(items.Count);
        foreach (var (index, item) in items.Index())
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            results.Add(await OneAsync(index, item));
        }

        var done = results.Count(result => result.Problem is null);
        return new(done, results.Count - done, results);

        async Task<BatchItem<T>> OneAsync(int index, TItem item)
        {
            await using var scope = services.CreateAsyncScope();
            var inner = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = http.User, RequestAborted = http.RequestAborted };
            inner.Request.Headers.AcceptLanguage = http.Request.Headers.AcceptLanguage;
            inner.Request.Path = http.Request.Path;
            var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
            context.Caller = caller;
            try
            {
                var errors = item is null ? [new FieldError("", "field.required")] : RequestValidation.Check(item);
                if (errors.Count > 0)
                {
                    throw new FieldException(errors);
                }

                if (key.Length > 0)
                {
                    var mark = new BatchMark(caller.UserId, key, index, caller.Reach.First, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(item, Wire.Json))));
                    var db = scope.ServiceProvider.GetRequiredService<TDb>();
                    if (await db.Set<BatchMark>().AsNoTracking().SingleOrDefaultAsync(m => m.Caller == mark.Caller && m.Key == key && m.Ordinal == index, http.RequestAborted) is { } before)
                    {
                        return before.Request == mark.Request
                            ? Answer(index, StatusCodes.Status200OK, await find(db, before.ObjectId), inner)
                            : new(index, StatusCodes.Status422UnprocessableEntity, null, ProblemWriter.ProblemOf(inner, StatusCodes.Status422UnprocessableEntity, "idempotency.other-body"));
                    }

                    context.Mark = mark;
                }

                var result = (await carryOut(scope.ServiceProvider, inner, item!)).Result;
                return Answer(index, (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK, (result as IValueHttpResult<T>)?.Value, inner);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                var problem = ProblemHandler.ProblemOf(exception, inner);
                return new(index, problem.Status, null, problem);
            }
        }
    }

    private static BatchItem<T> Answer<T>(int index, int status, T? value, HttpContext inner)
        where T : class => value is not null
        ? new(index, status, value, null)
        : new(index, StatusCodes.Status404NotFound, null, ProblemWriter.ProblemOf(inner, StatusCodes.Status404NotFound, "request.not-found"));
}
