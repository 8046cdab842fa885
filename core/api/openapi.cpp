// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/openapi.h"

namespace dgex::api {

namespace {

// clang-format off
constexpr std::string_view kDocument = R"json({
 "openapi": "3.1.0",
 "info": {
  "title": "DGEX node",
  "version": "1",
  "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
  "description": "Mutual TLS 1.3: callers show a certificate of the operator's authority over the )json"
R"json(key that they are registered with. Through a gateway a home also signs its call (headers )json"
R"json(DGEX-Participant, DGEX-Time, DGEX-Signature; preimage \"DGEX/call/v1\" 0, market, u64 participant, )json"
R"json(i64 milliseconds, texts method, path and query, SHA-256 of the body). Transactions, proofs and )json"
R"json(answers are canonical bytes: big-endian fixed fields and u32-length-prefixed lists. Every )json"
R"json(submission names its sender's next sequence number, so repeating it changes nothing. A caller has )json"
R"json(20 calls per second and 100 in a burst; a request has at most 1 MiB and 64 KiB."
 },
 "tags": [{"name": "market"}, {"name": "enrolment"}, {"name": "service"}],
 "paths": {
  "/v1/head": {
   "get": {
    "operationId": "getHead",
    "summary": "How far the node is; with `after` and `wait` as soon as it is further, at the )json"
R"json(latest after `wait` seconds",
    "tags": ["market"],
    "x-allowed": ["participant", "operator", "relay"],
    "parameters": [{"$ref": "#/components/parameters/after"}, {"$ref": )json"
R"json("#/components/parameters/wait"}],
    "responses": {
     "200": {
      "description": "HeadAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/tariffs": {
   "get": {
    "operationId": "getTariffs",
    "summary": "The utility's published prices",
    "tags": ["market"],
    "x-allowed": ["participant", "operator", "relay"],
    "parameters": [{"$ref": "#/components/parameters/first"}, {"$ref": )json"
R"json("#/components/parameters/count"}],
    "responses": {
     "200": {
      "description": "TariffAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/rounds/{round}/results": {
   "get": {
    "operationId": "getRound",
    "summary": "Proven results of a round: every market, the caller's orders and new contracts; )json"
R"json(with home 0 the markets alone",
    "tags": ["market"],
    "x-allowed": ["self"],
    "parameters": [{"$ref": "#/components/parameters/round"}, {"$ref": )json"
R"json("#/components/parameters/home"}],
    "responses": {
     "200": {
      "description": "ResultsAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/periods/{period}/settlement": {
   "get": {
    "operationId": "getSettlement",
    "summary": "Proven settlement of a home's period",
    "tags": ["market"],
    "x-allowed": ["self", "operator"],
    "parameters": [{"$ref": "#/components/parameters/period"}, {"$ref": )json"
R"json("#/components/parameters/home"}],
    "responses": {
     "200": {
      "description": "ResultsAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/participants/{participant}": {
   "get": {
    "operationId": "getStanding",
    "summary": "Role and last sequence number of a participant, to go on after a restart",
    "tags": ["market"],
    "x-allowed": ["self", "operator"],
    "parameters": [{"$ref": "#/components/parameters/participant"}],
    "responses": {
     "200": {
      "description": "StandingAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/periods/{period}/proof": {
   "get": {
    "operationId": "getProof",
    "summary": "Everything that proves a home's trading of a period offline",
    "tags": ["market"],
    "x-allowed": ["self"],
    "parameters": [{"$ref": )json"
R"json("#/components/parameters/period"}, {"$ref": )json"
R"json("#/components/parameters/home"}],
    "responses": {
     "200": {
      "description": "ProofAnswer with a proof bundle",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/periods/{period}/curves": {
   "get": {
    "operationId": "getCurves",
    "summary": "The orders of a market's newest round, summed per limit",
    "tags": ["market"], "x-allowed": ["participant", "operator", "relay"],
    "parameters": [{"$ref": "#/components/parameters/period"}],
    "responses": {
     "200": {"description": "CurvesAnswer",
             "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}},
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/consistency": {
   "get": {
    "operationId": "getConsistency",
    "summary": "Proof that the checkpoint of one height continues that of another",
    "tags": ["market"],
    "x-allowed": ["participant", "operator", "relay"],
    "parameters": [{"$ref": )json"
R"json("#/components/parameters/older"}, {"$ref": )json"
R"json("#/components/parameters/newer"}],
    "responses": {
     "200": {
      "description": "ProofAnswer with a consistency proof",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/promises": {
   "post": {
    "operationId": "checkPromise",
    "summary": "Evidence that a receipt was not honoured; 404 when it was",
    "tags": ["market"],
    "x-allowed": ["self", "operator"],
    "requestBody": {
     "required": true,
     "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
    "responses": {
     "200": {
      "description": "ProofAnswer with evidence",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"}, "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/transactions": {
   "post": {
    "operationId": "submit",
    "summary": "Hands in a signed transaction, with the meter values of a meter reading",
    "tags": ["market"],
    "x-allowed": ["self", "relay"],
    "requestBody": {
     "required": true,
     "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
    "responses": {
     "200": {
      "description": "SubmitAnswer",
      "content": {"application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"},
     "403": {"$ref": "#/components/responses/Refused"},
     "422": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/enrolments": {
   "get": {
    "operationId": "listEnrolments",
    "summary": "All requests for enrolment",
    "tags": ["enrolment"],
    "x-allowed": ["operator"],
    "responses": {
     "200": {
      "description": "Requests, oldest first",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Enrolments"}}}
     },
     "403": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   },
   "post": {
    "operationId": "requestEnrolment",
    "summary": "Asks to be enrolled, or for a new certificate",
    "tags": ["enrolment"],
    "x-allowed": ["anybody"],
    "requestBody": {
     "required": true,
     "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EnrolmentRequest"}}}
    },
    "responses": {
     "202": {
      "description": "The request as it waits",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Enrolment"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/enrolments/{fingerprint}": {
   "get": {
    "operationId": "getEnrolment",
    "summary": "What became of a request",
    "tags": ["enrolment"],
    "x-allowed": ["anybody"],
    "parameters": [{"$ref": "#/components/parameters/fingerprint"}],
    "responses": {
     "200": {
      "description": "The request",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Enrolment"}}}
     },
     "404": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/enrolments/{fingerprint}/approval": {
   "post": {
    "operationId": "approveEnrolment",
    "summary": "Leaves the signed admission of a home",
    "tags": ["enrolment"],
    "x-allowed": ["operator"],
    "parameters": [{"$ref": "#/components/parameters/fingerprint"}],
    "requestBody": {
     "required": true,
     "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
    "responses": {
     "200": {
      "description": "The approved request",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Enrolment"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"},
     "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"},
     "409": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/enrolments/{fingerprint}/refusal": {
   "post": {
    "operationId": "refuseEnrolment",
    "summary": "Refuses a home",
    "tags": ["enrolment"],
    "x-allowed": ["operator"],
    "parameters": [{"$ref": "#/components/parameters/fingerprint"}],
    "requestBody": {
     "required": true,
     "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    },
    "responses": {
     "200": {
      "description": "The refused request",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Enrolment"}}}
     },
     "400": {"$ref": "#/components/responses/Refused"},
     "403": {"$ref": "#/components/responses/Refused"},
     "404": {"$ref": "#/components/responses/Refused"},
     "409": {"$ref": "#/components/responses/Refused"},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  },
  "/v1/openapi.json": {
   "get": {
    "operationId": "getDocument",
    "summary": "This document",
    "tags": ["service"],
    "x-allowed": ["anybody"],
    "responses": {
     "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": )json"
R"json("object"}}}},
     "429": {"$ref": "#/components/responses/Refused"},
     "503": {"$ref": "#/components/responses/Refused"}
    }
   }
  }
 },
 "components": {
  "responses": {
   "Refused": {
    "description": "The call was refused; the body is an encoded Answer with an ApiError, or a JSON )json"
R"json(object with `error`.",
    "content": {
     "application/octet-stream": {"schema": {"$ref": "#/components/schemas/Answer"}},
     "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
    }
   }
  },
  "parameters": {
   "after": {
    "name": "after",
    "in": "query",
    "required": false,
    "description": "A height; only together with wait",
    "schema": {"type": "integer", "minimum": 0},
    "example": 0
   },
   "wait": {
    "name": "wait",
    "in": "query",
    "required": false,
    "description": "Seconds",
    "schema": {"type": "integer", "minimum": 0, "maximum": 25},
    "example": 1
   },
   "first": {
    "name": "first",
    "in": "query",
    "required": true,
    "description": "Start of a half hour",
    "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[03]0Z$"},
    "example": "2026-05-20T00:00Z"
   },
   "count": {
    "name": "count",
    "in": "query",
    "required": true,
    "schema": {"type": "integer", "minimum": 0, "maximum": 512},
    "example": 4
   },
   "older": {
    "name": "older",
    "in": "query",
    "required": true,
    "description": "A height",
    "schema": {"type": "integer", "minimum": 1},
    "example": 1
   },
   "newer": {
    "name": "newer",
    "in": "query",
    "required": true,
    "description": "A height, not below older",
    "schema": {"type": "integer", "minimum": 1},
    "example": 2
   },
   "round": {
    "name": "round",
    "in": "path",
    "required": true,
    "schema": {"type": "string"},
    "example": "2026-05-20T00:00Z"
   },
   "period": {
    "name": "period",
    "in": "path",
    "required": true,
    "schema": {"type": "string"},
    "example": "2026-05-20T00:30Z"
   },
   "home": {
    "name": "home",
    "in": "query",
    "required": true,
    "description": "A participant number",
    "schema": {"type": "integer", "minimum": 0},
    "example": 101
   },
   "participant": {
    "name": "participant",
    "in": "path",
    "required": true,
    "schema": {"type": "integer", "minimum": 0},
    "example": 101
   },
   "fingerprint": {
    "name": "fingerprint",
    "in": "path",
    "required": true,
    "description": "SHA-256 of the public key, hexadecimal",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"}
   }
  },
  "schemas": {
   "Answer": {
    "type": "string",
    "format": "binary",
    "description": "\"DGEX/answer/v1\" 0, u8 kind and its fields"
   },
   "Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
   "EnrolmentRequest": {
    "type": "object",
    "required": ["request", "meter", "connection_capacity_w"],
    "additionalProperties": false,
    "properties": {
     "request": {"type": "string", "description": "PKCS#10 in PEM"},
     "meter": {"type": "string", "maxLength": 64},
     "connection_capacity_w": {"type": "integer", "minimum": 1, "maximum": 10000000}
    }
   },
   "Enrolment": {
    "type": "object",
    "required": ["fingerprint", "name", "request", "meter", "connection_capacity_w", "received", )json"
R"json("state"],
    "properties": {
     "fingerprint": {"type": "string"},
     "name": {"type": "string"},
     "request": {"type": "string"},
     "meter": {"type": "string"},
     "connection_capacity_w": {"type": "integer"},
     "received": {"type": "integer"},
     "state": {"enum": ["pending", "approved", "refused"]},
     "reason": {"type": "string"},
     "admission": {"type": "string", "description": "Hexadecimal"}
    }
   },
   "Enrolments": {"type": "array", "items": {"$ref": "#/components/schemas/Enrolment"}},
   "Refusal": {
    "type": "object",
    "required": ["reason"],
    "additionalProperties": false,
    "properties": {"reason": {"type": "string", "maxLength": 200}}
   }
  }
 }
}
)json";
// clang-format on

} // namespace

std::string_view openApiDocument()
{
    return kDocument;
}

} // namespace dgex::api
