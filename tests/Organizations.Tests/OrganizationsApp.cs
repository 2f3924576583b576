using System.Net;
using System.Net.Http.Json;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class OrganizationsApp() : ServiceApp<Program>("organizations", typeof(Program).Assembly)
{
    public HttpClient Admin => As("0", "organizations.*");

    public async Task<OrganizationResponse> Registered(
        string name, Guid? parentId, OrganizationKind kind = OrganizationKind.Branch, string domainType = "village", string? code = null, string? regionCode = null)
    {
        var response = await Admin.PostAsJsonAsync(
            "/api/v1/organizations", new RegisterOrganizationRequest(name, kind, domainType, parentId, code, regionCode), Wire.Json);
        return await response.Read<OrganizationResponse>(HttpStatusCode.Created);
    }

    public async Task<RollupResponse> Rollup(Guid id) =>
        await (await Admin.GetAsync($"/api/v1/organizations/{id}/rollup")).Read<RollupResponse>();

    public static async Task<JobResponse> Imported(HttpClient client, string csv)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "organizations.csv" } };
        var job = await (await client.PostAsync("/api/v1/organizations/imports", form)).Read<JobResponse>(HttpStatusCode.Accepted);
        await Eventually.Holds(async () => (job = await (await client.GetAsync($"/api/v1/organizations/imports/{job.Id}")).Read<JobResponse>()).FinishedAt is not null, what: "the import's end");
        return job;
    }
}
